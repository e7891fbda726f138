import { queryOptions, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { answer, api } from '../../api/client';
import type { NamedChoice } from '../../api/types';

export function resultsOf(client: string) {
    return queryOptions({
        queryKey: ['results', client],
        staleTime: 300_000,
        queryFn: async (): Promise<NamedChoice[]> =>
            (await answer(api.GET('/api/results', { params: { query: { client } } }))).items,
    });
}

/** The results a client wants its calls to end with, in the client's order. */
export function useResults(client: string): UseQueryResult<NamedChoice[]> {
    return useQuery(resultsOf(client));
}
