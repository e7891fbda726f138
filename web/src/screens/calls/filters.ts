/** The filters of the call list as they stand in the address, so that a list can be kept as a bookmark or sent on. */
export interface Filters {
    search?: string;
    /** Days, "2026-11-23", in the time zone of the reader. */
    from?: string;
    to?: string;
    client?: string;
    queue?: string;
    number?: string;
    result?: string;
    agent?: string;
    /** The call whose journal is open. */
    call?: string;
}

const names = ['search', 'from', 'to', 'client', 'queue', 'number', 'result', 'agent', 'call'] as const;

export function readFilters(search: Record<string, unknown>): Filters {
    const filters: Filters = {};
    for (const name of names) {
        const value = search[name];
        // An address like ?search=49555 is read as a number by the router.
        if (typeof value === 'string' && value !== '') filters[name] = value;
        else if (typeof value === 'number') filters[name] = String(value);
    }
    return filters;
}
