import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { Call, CallPage, NamedChoice } from '../../api/types';
import { may, useMyself } from '../../session/me';
import { resultsOf } from '../desk/useResults';
import { queryOf, type Filters } from './filters';

const page_rows = 100;
const rarely = { staleTime: 300_000 };
const list_renewed_ms = 10_000;
const journal_renewed_ms = 3_000;
const export_page_rows = 1_000;
export const export_rows_max = 20_000;

export function useCalls(filters: Filters) {
    const query = queryOf(filters);
    return useInfiniteQuery({
        queryKey: ['calls', query],
        initialPageParam: '',
        placeholderData: keepPreviousData,
        queryFn: ({ pageParam }): Promise<CallPage> =>
            answer(
                api.GET('/api/calls', {
                    params: { query: { ...query, limit: page_rows, ...(pageParam ? { cursor: pageParam } : {}) } },
                }),
            ),
        getNextPageParam: (page) => page.next ?? undefined,
        // Who looks at the top sees calls come and end; who has scrolled on keeps still rows.
        refetchInterval: (found) => (found.state.data?.pages.length === 1 ? list_renewed_ms : false),
    });
}

/** All calls the filters let through, up to a limit, page by page. */
export async function fetchAll(filters: Filters, progress: (count: number) => void): Promise<Call[]> {
    const calls: Call[] = [];
    let cursor: string | null = '';
    while (cursor !== null && calls.length < export_rows_max) {
        const page: { items: Call[]; next: string | null } = await answer(
            api.GET('/api/calls', {
                params: { query: { ...queryOf(filters), limit: export_page_rows, ...(cursor ? { cursor } : {}) } },
            }),
        );
        calls.push(...page.items);
        progress(calls.length);
        cursor = page.next;
    }
    return calls.slice(0, export_rows_max);
}

export function useCallJournal(id: string | undefined) {
    return useQuery({
        queryKey: ['call', id],
        enabled: id !== undefined,
        queryFn: () => answer(api.GET('/api/calls/{id}', { params: { path: { id: id ?? '' } } })),
        refetchInterval: (call) => (call.state.data?.ended_at === null ? journal_renewed_ms : false),
    });
}

/** Who works here, for those who may see the floor; for others logins stay logins. */
export function useAgents(): { login: string; name: string }[] {
    const me = useMyself();
    const floor = useQuery({
        ...rarely,
        queryKey: ['agents'],
        enabled: may(me, 'floor.see'),
        queryFn: async () => (await answer(api.GET('/api/floor'))).agents,
    });
    return floor.data ?? [];
}

/** Several clients may have a result of the same key; the first one names it. */
function uniqueByKey(choices: NamedChoice[]): NamedChoice[] {
    return [...new Map(choices.toReversed().map((one) => [one.key, one])).values()].toReversed();
}

export function useCatalogue() {
    const clients = useQuery({
        ...rarely,
        queryKey: ['clients'],
        queryFn: async () => (await answer(api.GET('/api/clients'))).items,
    });
    const queues = useQuery({
        ...rarely,
        queryKey: ['queues'],
        queryFn: async () => (await answer(api.GET('/api/queues'))).items,
    });
    const numbers = useQuery({
        ...rarely,
        queryKey: ['numbers'],
        queryFn: async () => (await answer(api.GET('/api/numbers'))).items,
    });
    const results = useQueries({
        queries: (clients.data ?? []).map((client) => resultsOf(client.key)),
        combine: (answers) => answers.flatMap((one) => one.data ?? []),
    });
    return {
        clients: clients.data ?? [],
        queues: queues.data ?? [],
        numbers: numbers.data ?? [],
        results: uniqueByKey(results),
    };
}
