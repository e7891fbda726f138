// Timers on the screen count against the server's times, so a wrong clock of this computer is corrected by the Date
// header. It has whole seconds, so small differences are left alone.
const tolerated_ms = 2_000;
let offset_ms = 0;

export function noteServerDate(header: string | null, local_ms: number = Date.now()): void {
    if (!header) return;
    const server_ms = Date.parse(header);
    if (Number.isNaN(server_ms)) return;
    const difference_ms = server_ms + 500 - local_ms;
    offset_ms = Math.abs(difference_ms) > tolerated_ms ? difference_ms : 0;
}

/** The server's time now, in milliseconds since 1970 UTC. */
export function serverNow(): number {
    return Date.now() + offset_ms;
}
