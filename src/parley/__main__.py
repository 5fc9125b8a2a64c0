"""``python -m parley`` is the same as ``parley``."""

from parley.cli.main import main

if __name__ == "__main__":
    main()
