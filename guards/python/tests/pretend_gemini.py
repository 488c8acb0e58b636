"""How the pretend model answers the Gemini API: a function call or a text, whole or as events of a stream."""

from __future__ import annotations

import json
from typing import Any

from pretend_anthropic import Plan


def gemini_reply(asked: dict[str, Any], plan: Plan) -> tuple[dict[str, Any], list[str]]:
    """The reply in one piece, and as events."""
    parts = [part for content in asked["contents"] for part in content.get("parts", [])]
    done = sum("functionResponse" in part for part in parts)
    declared = [one for tool in asked.get("tools") or [] for one in tool.get("functionDeclarations", [])]
    tools = [
        {"name": tool["name"], "parameters": tool.get("parametersJsonSchema") or tool.get("parameters") or {}} for tool in declared
    ]
    chosen = plan(tools, done)
    part: dict[str, Any] = {"text": "done"}
    if chosen:
        tool, arguments = chosen
        part = {"functionCall": {"name": tool["name"], "args": json.loads(arguments)}}
    usage = {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2}

    def reply(parts: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
        return {"candidates": [{"content": {"role": "model", "parts": parts}, "index": 0, **more}], "usageMetadata": usage}

    last = reply([part], finishReason="STOP")
    return last, [f"data: {json.dumps(event)}" for event in (reply([{"text": ""}]), last)]
