"""What all pages share: who asks, what they may do, how an answer is put together."""
