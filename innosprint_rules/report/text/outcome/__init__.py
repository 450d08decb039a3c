"""An outcome as text."""
