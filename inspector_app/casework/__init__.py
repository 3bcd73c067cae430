"""What follows a finding: calendar, deadlines, fines, complaints, numbers of papers. All pure."""
