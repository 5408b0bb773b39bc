"""A small story of a small office, in which every kind of mail is sent: shown where a kind of mail
is to be seen and nothing of it was sent yet, and looked at by tests.

plan.yaml, decisions.yaml, org.yaml: what is published. story.yaml: who does what when.
"""

from demo.sample.story import sample_mails

__all__ = ["sample_mails"]
