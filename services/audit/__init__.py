"""The trail: who had what done and who was refused it, each row bound to the one before by its hash."""
