"""What follows the money in a drawn year: documents, results, means and what is signed."""
