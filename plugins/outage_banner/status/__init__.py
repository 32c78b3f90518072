"""The status file: bytes -> Status, or every problem in it.

In the order of the data: `document` (bytes -> JSON) · `shape` and `defaults` (JSON -> the shape of
the model) · `model`, its `parts` and `words` · `faults` and `rules` (what is wrong with it) ·
`reading` (all of it). `schema` writes the JSON Schema for editors.
"""

from .model import (
    Event,
    Impact,
    Incident,
    IncidentStatus,
    IncidentUpdate,
    Maintenance,
    MaintenanceStatus,
    MaintenanceUpdate,
    Status,
    Update,
)
from .parts import (
    AffectedComponent,
    Alternative,
    Component,
    ComponentStatus,
    Indicator,
    Page,
    Probe,
    Provider,
    Source,
)
from .problems import Problem
from .reading import Reading, is_there, load_status, read_status

__all__ = [
    "AffectedComponent",
    "Alternative",
    "Component",
    "ComponentStatus",
    "Event",
    "Impact",
    "Incident",
    "IncidentStatus",
    "IncidentUpdate",
    "Indicator",
    "Maintenance",
    "MaintenanceStatus",
    "MaintenanceUpdate",
    "Page",
    "Probe",
    "Problem",
    "Provider",
    "Reading",
    "Source",
    "Status",
    "Update",
    "is_there",
    "load_status",
    "read_status",
]
