"""View 7: the matrix and the list of risks, and risks that scores and the catalogue suggest."""
