"""Networks: the analysis room."""
