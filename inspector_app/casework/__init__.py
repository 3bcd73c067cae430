"""What follows a finding: calendar, deadlines, fines, complaints, papers. Pure, beside metrology."""
