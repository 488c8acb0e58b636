"""How the pretend model answers Anthropic's messages API: a tool call or a text, whole or as events of a stream."""

from __future__ import annotations

import json
from typing import Any, Callable

Plan = Callable[[list[dict[str, Any]], int], "tuple[dict[str, Any], str] | None"]
"""The tool to call and its arguments as JSON; None for a text. Takes the tools (`name`, `parameters`) and how many were called."""

USAGE = {"input_tokens": 1, "output_tokens": 1}


def messages_reply(asked: dict[str, Any], plan: Plan) -> tuple[dict[str, Any], list[str]]:
    """The reply in one piece, and as events."""
    blocks = [block for message in asked["messages"] if isinstance(message["content"], list) for block in message["content"]]
    done = sum(block.get("type") == "tool_result" for block in blocks)
    tools = [
        {"name": tool["name"], "parameters": tool.get("input_schema") or {}}
        for tool in asked.get("tools") or []
        if "input_schema" in tool
    ]
    chosen = plan(tools, done)
    if chosen:
        tool, arguments = chosen
        start: dict[str, Any] = {"type": "tool_use", "id": f"toolu_{done}", "name": tool["name"], "input": {}}
        block, delta, why = {**start, "input": json.loads(arguments)}, {"type": "input_json_delta", "partial_json": arguments}, "tool_use"
    else:
        start, block = {"type": "text", "text": ""}, {"type": "text", "text": "done"}
        delta, why = {"type": "text_delta", "text": "done"}, "end_turn"
    head = {"id": "msg_1", "type": "message", "role": "assistant", "model": asked["model"], "stop_sequence": None}
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": {**head, "content": [], "stop_reason": None, "usage": USAGE}},
        {"type": "content_block_start", "index": 0, "content_block": start},
        {"type": "content_block_delta", "index": 0, "delta": delta},
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": why, "stop_sequence": None}, "usage": {"output_tokens": 1}},
        {"type": "message_stop"},
    ]
    body = {**head, "content": [block], "stop_reason": why, "usage": USAGE}
    return body, [f"event: {event['type']}\ndata: {json.dumps(event)}" for event in events]
