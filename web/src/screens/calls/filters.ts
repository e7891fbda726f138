import { startOfDay } from '../../format/format';

/** The filters of the call list as they stand in the address, so that a list can be kept as a bookmark or sent on. */
export interface Filters {
    search?: string | undefined;
    /** Days, "2026-11-23", in the time zone of the reader. */
    from?: string | undefined;
    to?: string | undefined;
    client?: string | undefined;
    queue?: string | undefined;
    number?: string | undefined;
    result?: string | undefined;
    agent?: string | undefined;
    /** The call whose journal is open. */
    call?: string | undefined;
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

const search_digits_min = 3;
const search_digits_max = 20;

/** The server searches by digits of the caller's number; fewer than it takes are still being typed. */
export function searchable(search: string | null | undefined): search is string {
    const digits = search?.replace(/\D/g, '').length ?? 0;
    return digits >= search_digits_min && digits <= search_digits_max;
}

/** What the server is asked for: days become instants, `to` includes its whole day. */
export function queryOf(filters: Filters) {
    const { from, to, search, client, queue, number, result, agent } = filters;
    const since = from ? startOfDay(from) : undefined;
    const until = to ? startOfDay(to, 1) : undefined;
    return {
        ...(searchable(search) ? { search } : {}),
        ...(client ? { client } : {}),
        ...(queue ? { queue } : {}),
        ...(number ? { number } : {}),
        ...(result ? { result } : {}),
        ...(agent ? { agent } : {}),
        ...(since === undefined ? {} : { from: since }),
        ...(until === undefined ? {} : { to: until }),
    };
}

/** Every filter taken away; the open call stays open. */
export const no_filters: Filters = {
    search: undefined,
    from: undefined,
    to: undefined,
    client: undefined,
    queue: undefined,
    number: undefined,
    result: undefined,
    agent: undefined,
};

export function isFiltered(filters: Filters): boolean {
    return Object.keys(queryOf(filters)).length > 0;
}
