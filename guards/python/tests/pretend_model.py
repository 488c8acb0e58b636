"""A model endpoint that answers by rule, in the APIs of OpenAI, Anthropic and Gemini: some tool calls, then a text. Streamed when asked."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pretend_anthropic import messages_reply
from pretend_gemini import gemini_reply
from recorder import Recorder

# Words that some tools ask for by name; everything else gets a plain value of its type.
ARGUMENTS = {"coworker": "helper", "task": "help", "question": "help?", "context": "none", "input": "help", "subagent_type": "helper", "agent_name": "helper"}


def _arguments(schema: dict[str, Any]) -> str:
    kinds = {"integer": 1, "number": 1, "boolean": True, "array": [], "object": {}}
    properties = schema.get("properties", {})
    return json.dumps({name: ARGUMENTS.get(name, kinds.get(what.get("type"), "x")) for name, what in properties.items()})


class PretendModel:
    """Calls each offered tool once per round, for `rounds` rounds of a conversation, then answers "done"."""

    def __init__(self, recorder: Recorder, rounds: int = 2) -> None:
        self.recorder, self.rounds = recorder, rounds
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_POST(self) -> None:
                asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
                model.recorder.begin("model")
                body, events = model.answer(asked, self.path)
                if not asked.get("stream") and ":streamGenerateContent" not in self.path:
                    return self.send("application/json", [json.dumps(body).encode()])
                self.send("text/event-stream", [f"{event}\n\n".encode() for event in events])

            def send(self, kind: str, parts: list[bytes]) -> None:
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(sum(map(len, parts))))
                self.end_headers()
                for at, part in enumerate(parts):
                    self.wfile.write(part)
                    self.wfile.flush()
                    if at == 0 and len(parts) > 1:
                        model.recorder.fire("middle")

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: dict[str, Any], path: str) -> tuple[dict[str, Any], list[str]]:
        if path.endswith("/responses"):
            return self._responses(asked)
        if path.partition("?")[0].endswith("/messages"):
            return messages_reply(asked, self._plan)
        if "enerateContent" in path:
            return gemini_reply(asked, self._plan)
        done = sum(message.get("role") == "tool" for message in asked["messages"])
        # A tool by which some frameworks end a run is none of its work.
        tools = [tool["function"] for tool in asked.get("tools") or [] if tool["function"]["name"] != "final_answer"]
        head = {"id": "c-1", "created": 1, "model": asked["model"]}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        if tools and done < self.rounds:
            tool = tools[done % len(tools)]
            call = {"name": tool["name"], "arguments": _arguments(tool.get("parameters") or {})}
            message: dict[str, Any] = {"content": None, "tool_calls": [{"id": f"call-{done}", "type": "function", "function": call}]}
            delta = {**message, "tool_calls": [{"index": 0, **message["tool_calls"][0]}]}
            why = "tool_calls"
        else:
            message = delta = {"content": "done"}
            why = "stop"
        choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": why}
        chunks = [
            {**head, "object": "chat.completion.chunk", "choices": [{"index": 0, "delta": change, "finish_reason": end}]}
            for change, end in (({"role": "assistant"}, None), (delta, None), ({}, why))
        ]
        chunks.append({**head, "object": "chat.completion.chunk", "choices": [], "usage": usage})
        events = [f"data: {json.dumps(chunk)}" for chunk in chunks] + ["data: [DONE]"]
        return {**head, "object": "chat.completion", "choices": [choice], "usage": usage}, events

    def _plan(self, tools: list[dict[str, Any]], done: int) -> tuple[dict[str, Any], str] | None:
        tool = tools[done % len(tools)] if tools and done < self.rounds else None
        return (tool, _arguments(tool["parameters"])) if tool else None

    def _responses(self, asked: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        given = asked["input"] if isinstance(asked["input"], list) else []
        done = sum(item.get("type") == "function_call_output" for item in given)
        tools = [tool for tool in asked.get("tools") or [] if tool["type"] == "function"]
        if tools and done < self.rounds:
            tool = tools[done % len(tools)]
            item: dict[str, Any] = {
                "type": "function_call",
                "id": f"fc_{done}",
                "call_id": f"call-{done}",
                "name": tool["name"],
                "arguments": _arguments(tool.get("parameters") or {}),
                "status": "completed",
            }
        else:
            text = {"type": "output_text", "text": "done", "annotations": []}
            item = {"type": "message", "id": "m_1", "role": "assistant", "status": "completed", "content": [text]}
        usage = {
            "input_tokens": 1,
            "output_tokens": 1,
            "total_tokens": 2,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        }
        body = {
            "id": "r_1",
            "object": "response",
            "created_at": 1,
            "model": asked["model"],
            "status": "completed",
            "output": [item],
            "parallel_tool_calls": False,
            "tool_choice": "auto",
            "tools": [],
            "usage": usage,
        }
        parts = [
            {"type": "response.created", "response": {**body, "status": "in_progress", "output": []}},
            {"type": "response.output_item.added", "output_index": 0, "item": {**item, "status": "in_progress"}},
            {"type": "response.output_item.done", "output_index": 0, "item": item},
            {"type": "response.completed", "response": body},
        ]
        events = [f"event: {event['type']}\ndata: {json.dumps({**event, 'sequence_number': at})}" for at, event in enumerate(parts)]
        return body, events
