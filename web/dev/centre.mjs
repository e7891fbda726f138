// A made-up centre for developing the pages: people, queues, calls. Only for development and tests of the pages.
export const people = [
    {
        login: 'lena',
        name: 'Lena Brandt',
        roles: ['agent'],
        permissions: ['call.take', 'call.see', 'call.file_result', 'catalogue.see'],
        phone: 'browser',
        language: 'de',
    },
    {
        login: 'tim',
        name: 'Tim Reuter',
        roles: ['agent'],
        permissions: ['call.take', 'call.see', 'call.file_result', 'catalogue.see'],
        phone: 'sip:tim@192.0.2.7',
        language: 'de',
    },
    {
        login: 'chief',
        name: 'Marlies Petersen',
        roles: ['supervisor', 'administrator'],
        permissions: [
            'presence.set',
            'floor.see',
            'call.see',
            'call.file_result',
            'call.correct_result',
            'catalogue.see',
        ],
        phone: 'browser',
        language: 'de',
    },
];
export const clients = [
    { key: 'nordheim', name: 'Stadtwerke Nordheim', color: '#1d55c4' },
    { key: 'lindauer', name: 'Lindauer Möbel', color: '#0e5c36' },
    { key: 'kranich', name: 'Kranich Versicherung', color: '#4f2b98' },
];
export const queues = [
    { key: 'tarif', name: 'Tarifberatung', client: 'nordheim' },
    { key: 'stoerung', name: 'Störung', client: 'nordheim' },
    { key: 'bestellung', name: 'Bestellannahme', client: 'lindauer' },
    { key: 'schaden', name: 'Schadenmeldung', client: 'kranich' },
];
export const numbers = [
    { number: '+495551448000', client: 'nordheim', queue: 'tarif' },
    { number: '+495551448110', client: 'nordheim', queue: 'stoerung' },
    { number: '+498382555200', client: 'lindauer', queue: 'bestellung' },
    { number: '+49302555900', client: 'kranich', queue: 'schaden' },
];
export const results = [
    { key: 'answered', name_de: 'Auskunft erteilt', name_en: 'Question answered' },
    { key: 'offer', name_de: 'Angebot gewünscht', name_en: 'Wants an offer' },
    { key: 'contract', name_de: 'Vertrag geändert', name_en: 'Contract changed' },
    { key: 'complaint', name_de: 'Beschwerde aufgenommen', name_en: 'Complaint taken' },
    { key: 'call_back', name_de: 'Rückruf vereinbart', name_en: 'Call-back agreed' },
    { key: 'wrong_number', name_de: 'Falsch verbunden', name_en: 'Wrong number' },
];
export const pauseReasons = [
    { key: 'break', name_de: 'Pause', name_en: 'Break' },
    { key: 'lunch', name_de: 'Mittag', name_en: 'Lunch' },
    { key: 'training', name_de: 'Schulung', name_en: 'Training' },
    { key: 'meeting', name_de: 'Besprechung', name_en: 'Meeting' },
    { key: 'back_office', name_de: 'Sachbearbeitung', name_en: 'Back office' },
];

const callers = [
    ['+495551448207', 'Marlies Petersen'],
    ['+491715550134', null],
    ['+495551448912', 'Jonas Wolter'],
    ['+498382555777', 'Aylin Demir'],
    [null, null],
    ['+49302555123', 'K. Okafor'],
];
const reasons = ['caller_hung_up', 'agent_hung_up', 'caller_hung_up', 'abandoned', 'caller_hung_up', 'media_lost'];

/** Call number `index` of the made-up history, the newest first. */
export function pastCall(index, now) {
    const number = numbers[index % numbers.length];
    const queue = queues.find((one) => one.key === number.queue);
    const client = clients.find((one) => one.key === number.client);
    const [caller, caller_name] = callers[index % callers.length];
    const end_reason = reasons[index % reasons.length];
    const talked = end_reason !== 'abandoned';
    const started_at = now - (index + 1) * 317_000;
    const wait_ms = 2_000 + ((index * 7919) % 55_000);
    const talk_ms = talked ? 25_000 + ((index * 104729) % 400_000) : 0;
    const answered_at = talked ? started_at + wait_ms : null;
    return {
        id: String(9_000 - index),
        direction: 'inbound',
        client: client.key,
        client_name: client.name,
        client_color: client.color,
        queue: queue.key,
        queue_name: queue.name,
        number: number.number,
        caller,
        caller_name,
        agent: talked ? 'lena' : null,
        agent_name: talked ? 'Lena Brandt' : null,
        started_at,
        offered_at: talked ? started_at + wait_ms - 2_000 : null,
        answered_at,
        ended_at: (answered_at ?? started_at + wait_ms) + talk_ms,
        end_reason,
        wait_ms,
        talk_ms,
        result: talked && index % 5 !== 1 ? results[index % results.length].key : null,
        note: index % 4 === 0 && talked ? 'Möchte Angebot per E-Mail, Wärmepumpe ab Herbst geplant.' : null,
    };
}

export function journalOf(call) {
    const lines = [
        ['arrived', { caller: call.caller, number: call.number }],
        ['answering', {}],
        ['queued', { queue: call.queue }],
    ];
    if (call.answered_at)
        lines.push(
            ['offered', { agent: 'tim' }],
            ['offer_ended', { agent: 'tim', why: 'rang_out' }],
            ['offered', { agent: call.agent }],
            ['agent_answered', { agent: call.agent }],
            ['connected', { agent: call.agent }],
        );
    lines.push(['ended', { reason: call.end_reason }]);
    return lines.map(([kind, data], index) => ({
        position: index + 1,
        house_position: 40_000 + index,
        at: call.started_at + index * 1_900,
        kind,
        data,
    }));
}

const states = [
    'ready',
    'talking',
    'talking',
    'wrap_up',
    'pause',
    'talking',
    'ready',
    'not_responding',
    'offline',
    'offered',
    'talking',
    'connection_lost',
];
const firsts = ['Lena', 'Tim', 'Aylin', 'Jonas', 'Sofia', 'Emre', 'Clara', 'Paul', 'Nadia', 'Felix'];
const lasts = [
    'Brandt',
    'Reuter',
    'Demir',
    'Wolter',
    'Keller',
    'Yilmaz',
    'Vogt',
    'Arnold',
    'Haddad',
    'Sommer',
    'Lang',
    'Winter',
    'Busch',
    'Roth',
    'Franke',
    'Engel',
    'Kraus',
    'Pohl',
    'Seidel',
    'Horn',
];

export function agentRow(index, now, state = states[index % states.length]) {
    const queue = queues[index % queues.length];
    const busy = state === 'talking' || state === 'offered' || state === 'wrap_up';
    return {
        login: `agent${String(index + 1).padStart(3, '0')}`,
        name: `${firsts[index % 10]} ${lasts[Math.floor(index / 10) % 20]}`,
        state,
        since: now - ((index * 37_991) % 900_000),
        until: null,
        reason: state === 'pause' ? pauseReasons[index % 5].key : null,
        phone: 'browser',
        phone_ready: state !== 'connection_lost',
        call: busy ? String(8000 + index) : null,
        queue: busy ? queue.key : null,
        client: busy ? queue.client : null,
        next: null,
    };
}

export function queueRow(index, now, waiting = [4, 0, 1, 0][index]) {
    const queue = queues[index];
    const client = clients.find((one) => one.key === queue.client);
    return {
        key: queue.key,
        name: queue.name,
        client: queue.client,
        client_name: client.name,
        waiting,
        longest_since: waiting ? now - 38_000 - index * 9_000 : null,
        talking: 12 + index * 5,
        offered: index,
        answered_today: [412, 96, 188, 0][index],
        abandoned_today: [19, 4, 31, 0][index],
        service_level: {
            within_s: [20, 10, 20, 30][index],
            percent: [80, 90, 80, 80][index],
            value: [84.2, 86, 61.4, null][index],
            definition: 'B',
        },
    };
}
