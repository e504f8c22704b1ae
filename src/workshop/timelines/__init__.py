"""The picture of owners and borrows, from the compiler's words or from an author's."""
