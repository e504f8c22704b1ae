"""Pictures of borrows, drawn from the compiler's labels."""
