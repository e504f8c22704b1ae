// Loaded by every page of the book. It asks for nothing and changes nothing by itself.
