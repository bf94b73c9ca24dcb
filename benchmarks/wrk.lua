-- What paginas.py reads: requests per second, the 95th percentile in milliseconds, and how many went wrong.
done = function(summary, latency)
  local errors = summary.errors
  local wrong = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("banco %f %f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(95) / 1000, wrong))
end
