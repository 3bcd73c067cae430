"""Today: start a check, what is due, what warns, what lies unfinished, how the month goes."""
