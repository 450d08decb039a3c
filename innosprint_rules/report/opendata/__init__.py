"""Open data: payments of the grant in the form that French public data ask for."""
