"""The shared words: frozen values, no input or output, no third-party import."""
