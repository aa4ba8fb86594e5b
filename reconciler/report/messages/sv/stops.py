"""What stops a run, in Swedish. `STOPS` has all of it; the first piece that fits is taken."""

from reconciler.report.messages.sv.pieces import STALE
from reconciler.report.messages.sv.stops_access import ACCESS
from reconciler.report.messages.sv.stops_import import IMPORT
from reconciler.report.messages.sv.stops_runs import RUNS
from reconciler.report.messages.sv.stops_services import SERVICES
from reconciler.report.messages.sv.stops_signing import SIGNING
from reconciler.report.messages.sv.stops_usage import USAGE

STOPS = (*SIGNING, *IMPORT, *USAGE, *RUNS, *ACCESS, *SERVICES, *STALE)
