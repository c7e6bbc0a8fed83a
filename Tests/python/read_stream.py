"""An event loop as one writes it for everruns-sdk (`AgentClient.run` is one), fed with stream-json.

Prints the reply of the turn; exits with 1 where the turn fails or the stream ends before it does.
"""

import json
import sys

from everruns_sdk import EverrunsError
from everruns_sdk.models import ContentPart, Event


def events(lines):
    """The stored events; not what is shown only while it happens, nor the result at the end."""
    for line in lines:
        received = json.loads(line)
        if received.get("ephemeral") or received.get("type") == "result":
            continue
        yield Event.model_validate(received)


def agent_text(message):
    """The text of an agent's message, or nothing."""
    if message.get("role") not in (None, "agent", "assistant"):
        return ""
    parts = [ContentPart.model_validate(part) for part in message.get("content") or []]
    return "".join(part.text or "" for part in parts if part.type == "text")


def run(lines):
    reply = ""
    for event in events(lines):
        if event.type == "output.message.completed":
            reply = agent_text(event.data["message"]) or reply
        elif event.type == "turn.completed":
            return reply
        elif event.type == "turn.failed":
            raise EverrunsError(
                f"turn failed: {event.data.get('error_code') or 'unknown'}: "
                f"{event.data.get('error') or 'no detail'}"
            )
    raise EverrunsError("the stream ended before the turn completed")


try:
    print(run(sys.stdin))
except (EverrunsError, ValueError) as error:
    sys.exit(str(error))
