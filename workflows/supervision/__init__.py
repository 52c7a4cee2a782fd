"""What feeds the loops of supervision: draws, registers, task boards and published targets. Pure, as lanes are."""
