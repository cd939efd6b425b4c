"""How a request gets in: by HTTP, by Socket.IO or as a job; every door takes the same steps."""
