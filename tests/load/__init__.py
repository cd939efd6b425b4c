"""Side by side: the portal, Node's socket.io, stock Flask-SocketIO and a bare send, under the same clients."""
