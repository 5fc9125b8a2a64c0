"""The command line: each command parses, calls, prints.

Law of this room: nothing heavy is imported at the top of a file here, so that ``parley --help`` and
shell completion answer at once; what a command needs is imported inside it. Results go to standard
output; progress, refusals and errors to standard error.
"""
