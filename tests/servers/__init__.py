"""Private servers for the tests: on free ports, started by the test that asks and stopped with it."""
