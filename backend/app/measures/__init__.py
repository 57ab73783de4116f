"""What Prometheus reads at /metrics: requests, what this process holds, and how the desk stands. No personal data."""
