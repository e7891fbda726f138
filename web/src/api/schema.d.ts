// Generated from the server's OpenAPI document by `npm run api`.
export interface paths {
    "/api/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in; sets the session cookie */
        post: operations["postSessions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out */
        delete: operations["deleteSessionsCurrent"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do */
        get: operations["getMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The language of my pages */
        put: operations["putMeLanguage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** A new password; ends my other sessions */
        put: operations["putMePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everybody who can work here, without secrets */
        get: operations["getUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed what, the newest first */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Calls, the newest first */
        get: operations["getCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One call with its journal */
        get: operations["getCallsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/calls/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Result and note of a call */
        put: operations["putCallsByIdResult"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/to-complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** My calls without a result */
        get: operations["getMeToComplete"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clients I may see */
        get: operations["getClients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues I may see */
        get: operations["getQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Numbers I may see */
        get: operations["getNumbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The results of a client */
        get: operations["getResults"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/pause-reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reasons for a pause */
        get: operations["getPauseReasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/demo/buttons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Call buttons of the demo pages */
        get: operations["getDemoButtons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** My presence */
        put: operations["putMePresence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/agents/{login}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** The presence of an agent */
        put: operations["putAgentsByLoginPresence"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer the offered call */
        post: operations["postMeCallAnswer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline the offered call */
        post: operations["postMeCallDecline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End my call */
        post: operations["postMeCallHangUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put my caller on hold: music, and neither hears the other */
        post: operations["postMeCallHold"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take my caller back */
        post: operations["postMeCallResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/extend-wrap-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Wrap-up once more */
        post: operations["postMeCallExtendWrapUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/call/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Finish wrap-up */
        post: operations["postMeCallFinish"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/floor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues and agents as they are */
        get: operations["getFloor"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/telephones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Desk telephones and where they are */
        get: operations["getTelephones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/telephones/{login}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret for a desk telephone */
        post: operations["postTelephonesByLoginSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Me: {
            /** @description My login. */
            login: string;
            /** @description My name. */
            name: string;
            /** @description agent, supervisor, back_office, field, quality, client, administrator. */
            roles: string[];
            /** @description What I may do; `x-permission` of an operation names the one it needs. */
            permissions: string[];
            /** @description browser, register (a desk telephone that registers), or the SIP URI of my telephone. */
            phone: string;
            /** @description de, en, or empty: as the browser says. */
            language: string;
        };
        Nothing: Record<string, never>;
        User: {
            /** @description Who it is, everywhere. */
            login: string;
            /** @description As people read it. */
            name: string;
            /** @description de, en, or empty: as the browser says. */
            language: string;
            /** @description browser, register (a desk telephone that registers), or the SIP URI of the telephone. */
            phone: string;
            /** @description Whether the user can sign in and take calls. */
            active: boolean;
            /** @description Whether the user serves and sees every client. */
            all_clients: boolean;
            /** @description agent, supervisor, back_office, field, quality, client, administrator. */
            roles: string[];
            /** @description Keys of the clients, when not all. */
            clients: string[];
            /** @description Keys of the teams. */
            teams: string[];
            /** @description Level 1 to 10 by the key of the skill. */
            skills: {
                [key: string]: number;
            };
        };
        UserItems: {
            /** @description All users by login. */
            items: components["schemas"]["User"][];
        };
        AuditLine: {
            /** @description Grows with time. */
            id: string;
            /**
             * Format: int64
             * @description When it was done. Milliseconds since 1970 UTC.
             */
            at: number;
            /** @description Login of who did it. */
            actor: string;
            /** @description What was done. */
            action: string;
            /** @description To what kind of thing. */
            subject_kind: string;
            /** @description Its key. */
            subject: string;
            /** @description Key of the client it belongs to; null: to the house. */
            client: string | null;
            /** @description What it was; null: there was nothing. */
            before: unknown;
            /** @description What it is; null: there is nothing. */
            after: unknown;
        };
        AuditPage: {
            /** @description The newest first. */
            items: components["schemas"]["AuditLine"][];
        };
        Call: {
            /** @description Grows with time; the journal's name for the call. */
            id: string;
            /** @description inbound. */
            direction: string;
            /** @description Key of the client called. */
            client: string;
            /** @description Its name. */
            client_name: string;
            /** @description Its color, or empty. */
            client_color: string;
            /** @description Key of the queue; empty when it came to none. */
            queue: string;
            /** @description Its name. */
            queue_name: string;
            /** @description The number called, E.164. */
            number: string;
            /** @description The caller's number; null: withheld. */
            caller: string | null;
            /** @description The name the caller's network gave. */
            caller_name: string | null;
            /** @description Login of the agent; null: nobody answered, or not for your eyes. */
            agent: string | null;
            /** @description The agent's name. */
            agent_name: string | null;
            /**
             * Format: int64
             * @description The INVITE, or the call button's wish, came in. Milliseconds since 1970 UTC.
             */
            started_at: number;
            /** @description First offered to an agent. Milliseconds since 1970 UTC. */
            offered_at: number | null;
            /** @description An agent answered. Milliseconds since 1970 UTC. */
            answered_at: number | null;
            /** @description The call ended. Milliseconds since 1970 UTC. */
            ended_at: number | null;
            /** @description caller_hung_up, agent_hung_up, abandoned, …; null while it lasts. */
            end_reason: string | null;
            /** @description From the queue to the answer, or to the end without one; null while waiting. */
            wait_ms: number | null;
            /** @description From the answer to the end; null until then. */
            talk_ms: number | null;
            /** @description Key of the result; null: not given yet. */
            result: string | null;
            /** @description The agent's note. */
            note: string | null;
        };
        CallPage: {
            /** @description The newest first. */
            items: components["schemas"]["Call"][];
            /** @description Calls that fit the filters, on all pages; null beyond 10,000. */
            total: number | null;
            /** @description `cursor` of the next page; null on the last one. */
            next: string | null;
        };
        JournalEntry: {
            /**
             * Format: int64
             * @description In this call: 1, 2, 3 … without gaps.
             */
            position: number;
            /**
             * Format: int64
             * @description In the journal of the house, among all calls.
             */
            house_position: number;
            /**
             * Format: int64
             * @description When it happened. Milliseconds since 1970 UTC.
             */
            at: number;
            /** @description What happened. */
            kind: string;
            /** @description What belongs to it, by kind. */
            data: {
                [key: string]: unknown;
            };
        };
        CallWithJournal: {
            /** @description Grows with time; the journal's name for the call. */
            id: string;
            /** @description inbound. */
            direction: string;
            /** @description Key of the client called. */
            client: string;
            /** @description Its name. */
            client_name: string;
            /** @description Its color, or empty. */
            client_color: string;
            /** @description Key of the queue; empty when it came to none. */
            queue: string;
            /** @description Its name. */
            queue_name: string;
            /** @description The number called, E.164. */
            number: string;
            /** @description The caller's number; null: withheld. */
            caller: string | null;
            /** @description The name the caller's network gave. */
            caller_name: string | null;
            /** @description Login of the agent; null: nobody answered, or not for your eyes. */
            agent: string | null;
            /** @description The agent's name. */
            agent_name: string | null;
            /**
             * Format: int64
             * @description The INVITE, or the call button's wish, came in. Milliseconds since 1970 UTC.
             */
            started_at: number;
            /** @description First offered to an agent. Milliseconds since 1970 UTC. */
            offered_at: number | null;
            /** @description An agent answered. Milliseconds since 1970 UTC. */
            answered_at: number | null;
            /** @description The call ended. Milliseconds since 1970 UTC. */
            ended_at: number | null;
            /** @description caller_hung_up, agent_hung_up, abandoned, …; null while it lasts. */
            end_reason: string | null;
            /** @description From the queue to the answer, or to the end without one; null while waiting. */
            wait_ms: number | null;
            /** @description From the answer to the end; null until then. */
            talk_ms: number | null;
            /** @description Key of the result; null: not given yet. */
            result: string | null;
            /** @description The agent's note. */
            note: string | null;
            /** @description All that happened, in order; empty for people of a client. */
            journal: components["schemas"]["JournalEntry"][];
        };
        CallItems: {
            /** @description The oldest first, at most 200. */
            items: components["schemas"]["Call"][];
        };
        ClientName: {
            /** @description Of the client. */
            key: string;
            /** @description As people read it. */
            name: string;
            /** @description Its color, or empty. */
            color: string;
        };
        ClientChoices: {
            /** @description All clients, in the order people expect. */
            items: components["schemas"]["ClientName"][];
        };
        QueueName: {
            /** @description Of the queue. */
            key: string;
            /** @description As people read it. */
            name: string;
            /** @description Key of its client. */
            client: string;
        };
        QueueChoices: {
            /** @description All queues, in the order people expect. */
            items: components["schemas"]["QueueName"][];
        };
        NumberName: {
            /** @description E.164. */
            number: string;
            /** @description Key of its client. */
            client: string;
            /** @description Key of the queue its calls come to. */
            queue: string;
        };
        NumberChoices: {
            /** @description All numbers, in the order people expect. */
            items: components["schemas"]["NumberName"][];
        };
        NamedChoice: {
            /** @description What other routes take. */
            key: string;
            /** @description For people, in German. */
            name_de: string;
            /** @description For people, in English. */
            name_en: string;
        };
        NamedChoices: {
            /** @description All choices, in the order people expect. */
            items: components["schemas"]["NamedChoice"][];
        };
        DemoButton: {
            /** @description What the call button's socket takes. */
            key: string;
            /** @description Key of the client. */
            client: string;
            /** @description The client's name. */
            name: string;
            /** @description The client's color, or empty. */
            color: string;
        };
        ButtonChoices: {
            /** @description All buttons, in the order people expect. */
            items: components["schemas"]["DemoButton"][];
        };
        ServiceLevel: {
            /** @description A call answered within this many seconds counts. */
            within_s: number;
            /** @description The goal. */
            percent: number;
            /** @description Percent today; null before the first call of the day. */
            value: number | null;
            /** @description Letter of the definition in docs/operations.md. */
            definition: string;
        };
        QueueLive: {
            /** @description Of the queue. */
            key: string;
            /** @description As people read it. */
            name: string;
            /** @description Key of its client. */
            client: string;
            /** @description The client's name. */
            client_name: string;
            /**
             * Format: int64
             * @description Calls that wait at this moment.
             */
            waiting: number;
            /** @description Since when the longest of them waits; null: nobody waits. Milliseconds since 1970 UTC. */
            longest_since: number | null;
            /**
             * Format: int64
             * @description Calls with an agent at this moment.
             */
            talking: number;
            /**
             * Format: int64
             * @description Calls that ring at an agent.
             */
            offered: number;
            /**
             * Format: int64
             * @description Since local midnight.
             */
            answered_today: number;
            /**
             * Format: int64
             * @description Since local midnight.
             */
            abandoned_today: number;
            /** @description The goal and how the day is going. */
            service_level: components["schemas"]["ServiceLevel"];
        };
        AgentLive: {
            /** @description Who it is. */
            login: string;
            /** @description As people read it. */
            name: string;
            /**
             * @description What the agent is doing.
             * @enum {string}
             */
            state: "offline" | "ready" | "offered" | "talking" | "wrap_up" | "pause" | "not_responding" | "connection_lost";
            /**
             * Format: int64
             * @description Since when. Milliseconds since 1970 UTC.
             */
            since: number;
            /** @description When it ends by itself; null: it does not. Milliseconds since 1970 UTC. */
            until: number | null;
            /** @description Key of the pause reason. */
            reason: string | null;
            /** @description browser, register (a desk telephone that registers), or the SIP URI of the telephone. */
            phone: string;
            /** @description Whether it can ring now. */
            phone_ready: boolean;
            /** @description Why a desk telephone is gone: expired, unregistered, connection_closed, unanswered, removed. */
            phone_lost: string | null;
            /** @description The call offered, talked on or wrapped up. */
            call: string | null;
            /** @description Key of the call's queue. */
            queue: string | null;
            /** @description Key of the call's client. */
            client: string | null;
            /** @description What the agent becomes after this call, when it was wished meanwhile. */
            next: string | null;
        };
        FloorLive: {
            /**
             * Format: int64
             * @description The moment shown. Milliseconds since 1970 UTC.
             */
            at: number;
            /** @description Those I may see. */
            queues: components["schemas"]["QueueLive"][];
            /** @description Those I may see. */
            agents: components["schemas"]["AgentLive"][];
        };
        TelephoneContact: {
            /** @description As the telephone names itself. */
            contact: string;
            /** @description Where it was seen; behind NAT another one. */
            address: string;
            /** @description udp or tcp. */
            transport: string;
            /** @description What it says it is. */
            device: string;
            /**
             * Format: int64
             * @description Since when it is registered. Milliseconds since 1970 UTC.
             */
            since: number;
            /**
             * Format: int64
             * @description When something came from it last. Milliseconds since 1970 UTC.
             */
            seen: number;
            /**
             * Format: int64
             * @description When the registration ends unless it is renewed. Milliseconds since 1970 UTC.
             */
            expires: number;
        };
        Telephone: {
            /** @description Whose telephone. */
            login: string;
            /** @description As people read it. */
            name: string;
            /** @description Whether it can register at all: without a secret it cannot. */
            has_secret: boolean;
            /** @description Why it is gone: expired, unregistered, connection_closed, unanswered, removed. */
            lost: string | null;
            /** @description What is registered, in the order in which it rings; all ring at once. */
            contacts: components["schemas"]["TelephoneContact"][];
        };
        Telephones: {
            /** @description Every active agent whose telephone registers, by login. */
            items: components["schemas"]["Telephone"][];
        };
        NewPhoneSecret: {
            /** @description User name of the telephone's account. */
            user: string;
            /** @description Realm, where the telephone asks for one. */
            realm: string;
            /** @description Password of the telephone's account. Told this once; only a digest of it is kept. */
            secret: string;
        };
        /** @description Why it was refused (RFC 9457). */
        Problem: {
            /** @description Always about:blank. */
            type: string;
            /** @description The status in words. */
            title: string;
            /** @description The HTTP status once more. */
            status: number;
            /** @description For programs; stable. */
            code: string;
            /** @description One English sentence: what, why and the remedy. */
            detail: string;
            /** @description Every wrong field of the input. */
            fields: {
                /** @description Its path: skills[2].level. */
                field: string;
                /** @description For programs; stable. */
                code: string;
                /** @description The rest of a sentence that begins with the field. */
                message: string;
            }[];
        };
    };
    responses: {
        /** @description Not readable: request.unreadable. */
        "400-request.unreadable": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Sign in first: login.wrong. */
        "401-login.wrong": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed: origin.foreign. */
        "403-origin.foreign": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too large: request.too_large. */
        "413-request.too_large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Invalid input: invalid. */
        "422-invalid": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests: address.resting, login.resting. */
        "429-address.resting-login.resting": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Header too large: request.header_too_large. */
        "431-request.header_too_large": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Internal error: internal. */
        "500-internal": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available at the moment: sign_in.busy, store.busy. */
        "503-sign_in.busy-store.busy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Sign in first: session.missing. */
        "401-session.missing": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available at the moment: store.busy. */
        "503-store.busy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests: login.resting. */
        "429-login.resting": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed: permission.missing. */
        "403-permission.missing": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found: call.unknown. */
        "404-call.unknown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed: call.not_yours, origin.foreign, permission.missing. */
        "403-call.not_yours-origin.foreign-permission.missing": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found: client.unknown. */
        "404-client.unknown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not allowed: origin.foreign, permission.missing. */
        "403-origin.foreign-permission.missing": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found: agent.unknown. */
        "404-agent.unknown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state: presence.phone_missing. */
        "409-presence.phone_missing": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available at the moment: store.busy, switch.busy. */
        "503-store.busy-switch.busy": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state: call.changed, call.not_yours, call.phone_rings. */
        "409-call.changed-call.not_yours-call.phone_rings": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state: call.changed, call.not_yours. */
        "409-call.changed-call.not_yours": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state: call.changed, call.not_yours, wrap_up.already_extended. */
        "409-call.changed-call.not_yours-wrap_up.already_extended": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found: user.unknown. */
        "404-user.unknown": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state: phone.not_registering. */
        "409-phone.not_registering": {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "login": "lena",
                 *       "password": "a-long-password-1"
                 *     }
                 */
                "application/json": {
                    /** @description Capital letters are taken as small ones. */
                    login: string;
                    /** @description The password of this login. */
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "login": "lena",
                     *       "name": "Lena Brandt",
                     *       "roles": [
                     *         "agent"
                     *       ],
                     *       "permissions": [
                     *         "call.take",
                     *         "call.see"
                     *       ],
                     *       "phone": "browser",
                     *       "language": "de"
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-login.wrong"];
            403: components["responses"]["403-origin.foreign"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            429: components["responses"]["429-address.resting-login.resting"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-sign_in.busy-store.busy"];
        };
    };
    deleteSessionsCurrent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-sign_in.busy-store.busy"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "login": "lena",
                     *       "name": "Lena Brandt",
                     *       "roles": [
                     *         "agent"
                     *       ],
                     *       "permissions": [
                     *         "call.take",
                     *         "call.see"
                     *       ],
                     *       "phone": "browser",
                     *       "language": "de"
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    putMeLanguage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "language": "de"
                 *     }
                 */
                "application/json": {
                    /** @description de or en. */
                    language: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "login": "lena",
                     *       "name": "Lena Brandt",
                     *       "roles": [
                     *         "agent"
                     *       ],
                     *       "permissions": [
                     *         "call.take",
                     *         "call.see"
                     *       ],
                     *       "phone": "browser",
                     *       "language": "de"
                     *     }
                     */
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    putMePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current": "a-long-password-1",
                 *       "wanted": "another-long-password-2"
                 *     }
                 */
                "application/json": {
                    /** @description The present password. */
                    current: string;
                    /** @description The new one; a weak one is refused with the reason. */
                    wanted: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            429: components["responses"]["429-login.resting"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-sign_in.busy-store.busy"];
        };
    };
    getUsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "login": "lena",
                     *           "name": "Lena Brandt",
                     *           "language": "de",
                     *           "phone": "browser",
                     *           "active": true,
                     *           "all_clients": true,
                     *           "roles": [
                     *             "agent"
                     *           ],
                     *           "clients": [],
                     *           "teams": [
                     *             "day"
                     *           ],
                     *           "skills": {
                     *             "tarif": 5
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UserItems"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /**
                 * @description At most this many; 100 when left out.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description The last id of the page before; left out for the first page.
                 * @example 4711
                 */
                before?: string;
                /**
                 * @description Only about this kind of thing.
                 * @example user
                 */
                subject_kind?: string;
                /**
                 * @description Only about the thing with this key.
                 * @example lena
                 */
                subject?: string;
                /**
                 * @description Only what this login did.
                 * @example chief
                 */
                actor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "4711",
                     *           "at": 1795467272123,
                     *           "actor": "chief",
                     *           "action": "user.changed",
                     *           "subject_kind": "user",
                     *           "subject": "lena",
                     *           "client": null,
                     *           "before": {
                     *             "name": "Lena B."
                     *           },
                     *           "after": {
                     *             "name": "Lena Brandt"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getCalls: {
        parameters: {
            query?: {
                /**
                 * @description At most this many; 100 when left out.
                 * @example 50
                 */
                limit?: number;
                /**
                 * @description `next` of the page before; left out for the first page.
                 * @example 1795467272123.71
                 */
                cursor?: string;
                /**
                 * @description Only calls that started then or later. Milliseconds since 1970 UTC.
                 * @example 1795400000000
                 */
                from?: number;
                /**
                 * @description Only calls that started before. Milliseconds since 1970 UTC.
                 * @example 1795500000000
                 */
                to?: number;
                /**
                 * @description Only calls of the queue with this key.
                 * @example tarif
                 */
                queue?: string;
                /**
                 * @description Only calls to this number, E.164.
                 * @example +495551448000
                 */
                number?: string;
                /**
                 * @description Only calls with the result of this key.
                 * @example advice
                 */
                result?: string;
                /**
                 * @description Only calls of the client with this key.
                 * @example nordheim
                 */
                client?: string;
                /**
                 * @description Only calls of the agent with this login.
                 * @example lena
                 */
                agent?: string;
                /**
                 * @description 3 to 20 digits of the caller's number: how it begins or how it ends.
                 * @example 1234567
                 */
                search?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "71",
                     *           "direction": "inbound",
                     *           "client": "nordheim",
                     *           "client_name": "Stadtwerke Nordheim",
                     *           "client_color": "#1d55c4",
                     *           "queue": "tarif",
                     *           "queue_name": "Tarifberatung",
                     *           "number": "+495551448000",
                     *           "caller": "+491701234567",
                     *           "caller_name": "A. Weber",
                     *           "agent": "lena",
                     *           "agent_name": "Lena Brandt",
                     *           "started_at": 1795467272123,
                     *           "offered_at": 1795467272140,
                     *           "answered_at": 1795467279001,
                     *           "ended_at": 1795467401500,
                     *           "end_reason": "caller_hung_up",
                     *           "wait_ms": 6870,
                     *           "talk_ms": 122499,
                     *           "result": "advice",
                     *           "note": "Sends the contract."
                     *         }
                     *       ],
                     *       "total": 1,
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getCallsById: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The call.
                 * @example 71
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "71",
                     *       "direction": "inbound",
                     *       "client": "nordheim",
                     *       "client_name": "Stadtwerke Nordheim",
                     *       "client_color": "#1d55c4",
                     *       "queue": "tarif",
                     *       "queue_name": "Tarifberatung",
                     *       "number": "+495551448000",
                     *       "caller": "+491701234567",
                     *       "caller_name": "A. Weber",
                     *       "agent": "lena",
                     *       "agent_name": "Lena Brandt",
                     *       "started_at": 1795467272123,
                     *       "offered_at": 1795467272140,
                     *       "answered_at": 1795467279001,
                     *       "ended_at": 1795467401500,
                     *       "end_reason": "caller_hung_up",
                     *       "wait_ms": 6870,
                     *       "talk_ms": 122499,
                     *       "result": "advice",
                     *       "note": "Sends the contract.",
                     *       "journal": [
                     *         {
                     *           "position": 1,
                     *           "house_position": 1042,
                     *           "at": 1795467272123,
                     *           "kind": "offered",
                     *           "data": {
                     *             "agent": "lena"
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallWithJournal"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            404: components["responses"]["404-call.unknown"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    putCallsByIdResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The call.
                 * @example 71
                 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "result": "advice",
                 *       "note": "Sends the contract."
                 *     }
                 */
                "application/json": {
                    /** @description Key of a result of the call's client (/api/results). */
                    result: string;
                    /** @description At most 10,000 bytes; left out or null: as it was. */
                    note?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "71",
                     *       "direction": "inbound",
                     *       "client": "nordheim",
                     *       "client_name": "Stadtwerke Nordheim",
                     *       "client_color": "#1d55c4",
                     *       "queue": "tarif",
                     *       "queue_name": "Tarifberatung",
                     *       "number": "+495551448000",
                     *       "caller": "+491701234567",
                     *       "caller_name": "A. Weber",
                     *       "agent": "lena",
                     *       "agent_name": "Lena Brandt",
                     *       "started_at": 1795467272123,
                     *       "offered_at": 1795467272140,
                     *       "answered_at": 1795467279001,
                     *       "ended_at": 1795467401500,
                     *       "end_reason": "caller_hung_up",
                     *       "wait_ms": 6870,
                     *       "talk_ms": 122499,
                     *       "result": "advice",
                     *       "note": "Sends the contract."
                     *     }
                     */
                    "application/json": components["schemas"]["Call"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-call.not_yours-origin.foreign-permission.missing"];
            404: components["responses"]["404-call.unknown"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getMeToComplete: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "71",
                     *           "direction": "inbound",
                     *           "client": "nordheim",
                     *           "client_name": "Stadtwerke Nordheim",
                     *           "client_color": "#1d55c4",
                     *           "queue": "tarif",
                     *           "queue_name": "Tarifberatung",
                     *           "number": "+495551448000",
                     *           "caller": "+491701234567",
                     *           "caller_name": "A. Weber",
                     *           "agent": "lena",
                     *           "agent_name": "Lena Brandt",
                     *           "started_at": 1795467272123,
                     *           "offered_at": 1795467272140,
                     *           "answered_at": 1795467279001,
                     *           "ended_at": 1795467401500,
                     *           "end_reason": "caller_hung_up",
                     *           "wait_ms": 6870,
                     *           "talk_ms": 122499,
                     *           "result": "advice",
                     *           "note": "Sends the contract."
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CallItems"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getClients: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "nordheim",
                     *           "name": "Stadtwerke Nordheim",
                     *           "color": "#1d55c4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClientChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "tarif",
                     *           "name": "Tarifberatung",
                     *           "client": "nordheim"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["QueueChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "number": "+495551448000",
                     *           "client": "nordheim",
                     *           "queue": "tarif"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NumberChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getResults: {
        parameters: {
            query: {
                /**
                 * @description Key of the client.
                 * @example nordheim
                 */
                client: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "advice",
                     *           "name_de": "Beratung",
                     *           "name_en": "Advice"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NamedChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            404: components["responses"]["404-client.unknown"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getPauseReasons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "advice",
                     *           "name_de": "Beratung",
                     *           "name_en": "Advice"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["NamedChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getDemoButtons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "nordheim",
                     *           "client": "nordheim",
                     *           "name": "Stadtwerke Nordheim",
                     *           "color": "#1d55c4"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ButtonChoices"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    putMePresence: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "pause",
                 *       "reason": "lunch"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What I am from now on.
                     * @enum {string}
                     */
                    state: "ready" | "pause" | "offline";
                    /** @description Key of a pause reason (/api/pause-reasons); only looked at for a pause. */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-presence.phone_missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    putAgentsByLoginPresence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The agent.
                 * @example agent001
                 */
                login: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "state": "ready",
                 *       "reason": null
                 *     }
                 */
                "application/json": {
                    /**
                     * @description What the agent is from now on. With a SIP telephone, ready needs no session of the agent's own.
                     * @enum {string}
                     */
                    state: "ready" | "pause" | "offline";
                    /** @description Key of a pause reason (/api/pause-reasons); only looked at for a pause. */
                    reason?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-presence.phone_missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours-call.phone_rings"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallDecline: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallHangUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallHold: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallResume: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallExtendWrapUp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours-wrap_up.already_extended"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postMeCallFinish: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "call": "71"
                 *     }
                 */
                "application/json": {
                    /** @description The call as I see it, so that a late click does not hit the next one. */
                    call: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-agent.unknown"];
            409: components["responses"]["409-call.changed-call.not_yours"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    getFloor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "at": 1795467272123,
                     *       "queues": [
                     *         {
                     *           "key": "tarif",
                     *           "name": "Tarifberatung",
                     *           "client": "nordheim",
                     *           "client_name": "Stadtwerke Nordheim",
                     *           "waiting": 3,
                     *           "longest_since": 1795467272123,
                     *           "talking": 3,
                     *           "offered": 1,
                     *           "answered_today": 41,
                     *           "abandoned_today": 2,
                     *           "service_level": {
                     *             "within_s": 20,
                     *             "percent": 80,
                     *             "value": 92.5,
                     *             "definition": "B"
                     *           }
                     *         }
                     *       ],
                     *       "agents": [
                     *         {
                     *           "login": "lena",
                     *           "name": "Lena Brandt",
                     *           "state": "talking",
                     *           "since": 1795467272123,
                     *           "until": null,
                     *           "reason": null,
                     *           "phone": "browser",
                     *           "phone_ready": true,
                     *           "phone_lost": null,
                     *           "call": "71",
                     *           "queue": "tarif",
                     *           "client": "nordheim",
                     *           "next": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FloorLive"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
    getTelephones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "login": "agent001",
                     *           "name": "Lena Brandt",
                     *           "has_secret": true,
                     *           "lost": null,
                     *           "contacts": [
                     *             {
                     *               "contact": "sip:agent001@192.168.1.20:5060",
                     *               "address": "203.0.113.9:51234",
                     *               "transport": "udp",
                     *               "device": "Yealink SIP-T46U 108.86.0.20",
                     *               "since": 1795467272123,
                     *               "seen": 1795467272123,
                     *               "expires": 1795467272123
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Telephones"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-permission.missing"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy-switch.busy"];
        };
    };
    postTelephonesByLoginSecret: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description Whose telephone.
                 * @example agent001
                 */
                login: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "user": "agent001",
                     *       "realm": "rufwerk",
                     *       "secret": "3f0c5f0e6a5d4f4e9c1b7a2d8e6f0a1b"
                     *     }
                     */
                    "application/json": components["schemas"]["NewPhoneSecret"];
                };
            };
            400: components["responses"]["400-request.unreadable"];
            401: components["responses"]["401-session.missing"];
            403: components["responses"]["403-origin.foreign-permission.missing"];
            404: components["responses"]["404-user.unknown"];
            409: components["responses"]["409-phone.not_registering"];
            413: components["responses"]["413-request.too_large"];
            422: components["responses"]["422-invalid"];
            431: components["responses"]["431-request.header_too_large"];
            500: components["responses"]["500-internal"];
            503: components["responses"]["503-store.busy"];
        };
    };
}
