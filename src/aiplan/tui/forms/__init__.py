"""What forms are made of: fields derived from the models, values to text and back, edits."""
