"""Documents to send: reports and evaluations, in Word and HTML."""
