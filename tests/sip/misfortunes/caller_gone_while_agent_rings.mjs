// The caller hangs up while the agent's telephone rings: it is cancelled, and the agent is ready for the next call.
export const answer = 'at_once';
export const end_reason = 'abandoned';

export async function run({ dial, until, phones, ready, agent_state }) {
    let offered;
    phones.on_call = (call) => { offered = call; call.ring(); };
    await ready('agent1');
    const call = dial();
    await until(() => offered && call.state === 'answered', 'the telephone rings');
    call.bye();
    await until(() => offered.state === 'ended' && offered.detail === 'cancelled', 'CANCEL to the telephone');
    await until(async () => (await agent_state('agent1')) === 'ready', 'agent1 is ready again');
}
