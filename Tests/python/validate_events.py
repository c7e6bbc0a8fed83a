"""Validates stored events, one JSON object a line on stdin, with the models of everruns-sdk.

Prints "N events valid", or the first error on stderr and exits with 1.
"""

import json
import sys

from everruns_sdk.models import ContentPart, Event, Message, TokenUsage


def validate(stored):
    """Raises ValueError (pydantic's is one) where the event or a part of it does not fit."""
    event = Event.model_validate(stored)
    if not isinstance(event.sequence, int):
        raise ValueError("sequence: an integer is needed")
    data = event.data
    if not isinstance(data, dict):
        raise ValueError("data: an object is needed")
    if "message" in data:
        Message.model_validate(data["message"])
    for part in data.get("result") or []:
        ContentPart.model_validate(part)
    if data.get("usage") is not None:
        TokenUsage.model_validate(data["usage"])
    if event.type == "output.message.completed":
        calls = [part for part in data["message"]["content"] if part["type"] == "tool_call"]
        # The SDK reads arguments that are an object; a model may have sent something else.
        readable = all(isinstance(call["arguments"], dict) for call in calls)
        if readable and len(event.tool_calls()) != len(calls):
            raise ValueError("data.message: the SDK does not see every tool call")


def main():
    count = 0
    for number, line in enumerate(sys.stdin, start=1):
        try:
            validate(json.loads(line))
        except ValueError as error:
            print(f"line {number}: {error}\n{line.rstrip()}", file=sys.stderr)
            return 1
        count += 1
    if count == 0:
        print("no event on stdin", file=sys.stderr)
        return 1
    print(f"{count} events valid")
    return 0


sys.exit(main())
