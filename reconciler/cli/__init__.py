"""The command line: options → values, exit codes; the only place that prints and reads clock and environment.

Read `main`, then `group` for how commands are found, then the file of a command.
"""
