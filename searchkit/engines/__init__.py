"""Engines behind one port: the reference, and the embedded one."""
