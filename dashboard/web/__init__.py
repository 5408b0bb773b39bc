"""What all pages share: who asks, what he may do, how an answer is put together."""
