"""Traces: spans from a request through a case's workflow to its activities, sent by OTLP over HTTP.

The trap is what spans carry. Libraries put addresses with their queries, messages of exceptions and descriptions of
failures into them, and any of those may quote what somebody declared. So a span leaves this process with the few
attributes that are listed here and nothing else, whoever made it.

Only imported where traces are made: all of this is an extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Final

from opentelemetry import propagate, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.propagators.textmap import CarrierT, Getter, default_getter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from temporalio.contrib.opentelemetry import TracingInterceptor
from typing_extensions import override

ATTRIBUTES: Final = frozenset(
    {
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "temporalActivityID",
        "temporalRunID",
        "temporalWorkflowID",  # the case
        "url.scheme",
    }
)
"""All that a span may tell beside its name and its times."""

_LAST_SPANS: Final = 3.0
"""Seconds that an attempt to send spans may take: a process that ends sends its last ones within that."""


@dataclass(frozen=True, slots=True)
class Tracing:
    """What makes spans in a process.

    Attributes
    ----------
    provider : sends them
    interceptors : make them of what is said to Temporal, and of workflows and activities
    """

    provider: TracerProvider
    interceptors: tuple[TracingInterceptor, ...]

    def end(self) -> None:
        """Send what has not been sent."""
        self.provider.shutdown()


def begin_tracing(process: str, endpoint: str, share: float) -> Tracing:
    """Begin to make spans in this process.

    Parameters
    ----------
    process : its name
    endpoint : address that takes OTLP, with its path
    share : of traces that begin here and are kept, 0 < share <= 1; whoever sends a trace along has decided that
    """
    propagate.set_global_textmap(TraceParent())  # FastAPI's, which would take anything called baggage along
    resource = Resource.create(
        {"service.name": process, "service.namespace": "greenlane", "service.version": version("greenlane")}
    )
    provider = TracerProvider(resource=resource, sampler=ParentBased(TraceIdRatioBased(share)), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(Bare(OTLPSpanExporter(endpoint, timeout=_LAST_SPANS))))
    interceptor = TracingInterceptor(provider.get_tracer("greenlane"))
    interceptor.text_map_propagator = TraceParent()
    return Tracing(provider, (interceptor,))


class TraceParent(TraceContextTextMapPropagator):
    """Takes from others which span theirs is, and nothing that they have written beside it."""

    @override
    def extract(
        self, carrier: CarrierT, context: Context | None = None, getter: Getter[CarrierT] = default_getter
    ) -> Context:
        found = super().extract(carrier, context, getter)
        theirs = trace.get_current_span(found).get_span_context()
        if not theirs.is_valid:
            return found
        bare = SpanContext(theirs.trace_id, theirs.span_id, theirs.is_remote, theirs.trace_flags)
        return trace.set_span_in_context(NonRecordingSpan(bare), found)


class Bare(SpanExporter):
    """Sends spans on without what they may not tell.

    Parameters
    ----------
    onward : sends them
    """

    def __init__(self, onward: SpanExporter) -> None:
        self._onward = onward

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """See the SDK."""
        return self._onward.export([bare(span) for span in spans])

    def shutdown(self) -> None:
        """See the SDK."""
        self._onward.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """See the SDK."""
        return self._onward.force_flush(timeout_millis)


def bare(span: ReadableSpan) -> ReadableSpan:
    """A span without events, which are exceptions with their messages, and with no attributes but the known ones."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={name: value for name, value in (span.attributes or {}).items() if name in ATTRIBUTES},
        links=span.links,
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )
