import createClient from 'openapi-fetch';
import { noteServerDate } from '../format/clock';
import { ApiProblem, problemFrom } from './problem';
import type { paths } from './schema';

export const api = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin' });

let session_over: () => void = () => undefined;

/** Told when the server no longer knows who is asking, whatever was asked. */
export function onSessionOver(act: () => void): void {
    session_over = act;
}

api.use({
    onResponse({ request, response }) {
        noteServerDate(response.headers.get('date'));
        // Signing in and asking who I am answer 401 as a matter of course.
        const { pathname } = new URL(request.url);
        if (response.status === 401 && pathname !== '/api/me' && !pathname.startsWith('/api/sessions')) session_over();
    },
});

interface Answered<T> {
    data?: T;
    error?: unknown;
    response: Response;
}

/** The body of an answer, or an `ApiProblem`; a request that got no answer at all has status 0 and code `unreachable`. */
export async function answer<T>(request: Promise<Answered<T>>): Promise<NonNullable<T>> {
    const got = await sent(request);
    if (got.data === undefined || got.data === null) {
        throw new ApiProblem(got.response.status, 'empty_answer', 'The server sent an empty answer.');
    }
    return got.data;
}

/** Waits until the server has done what was asked; the body does not matter. */
export async function done(request: Promise<Answered<unknown>>): Promise<void> {
    await sent(request);
}

async function sent<T>(request: Promise<Answered<T>>): Promise<Answered<T>> {
    let got: Answered<T>;
    try {
        got = await request;
    } catch (cause) {
        throw new ApiProblem(0, 'unreachable', cause instanceof Error ? cause.message : 'no answer');
    }
    if (!got.response.ok) throw problemFrom(got.response.status, got.error);
    return got;
}
