/**
 * Imported before the runtime: since 1.29 it collects usage data by default (an id and a database in the user's home, sent
 * to its makers). This switch, read once when the runtime starts, turns all of it off outside of Windows, where the
 * runtime only writes to the system's own event trace.
 */
process.env.ORT_DISABLE_TELEMETRY = '1'
