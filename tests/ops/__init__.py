"""Webhook, health, metrics, doctor, and what deploys it all."""
