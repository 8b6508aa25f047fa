"""Ways out of a worker, each tried in a forked process of its own, behind the walls of each kind of worker.

Nothing here changes the machine: targets are the program itself, a process that stands for the app, the folder given,
and namespaces of the probe's own.
"""
