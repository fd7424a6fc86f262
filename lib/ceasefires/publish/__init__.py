"""Turn executed notebooks and the data into the HTML report."""


class PublishError(Exception):
    """Something that stops the report, said in a sentence."""
