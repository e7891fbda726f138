// The caller gives up while nobody has answered: 487 and nothing is left.
export const answer = 'agent';
export const end_reason = 'cancelled';

export async function run({ dial, until }) {
    const call = dial();
    await until(() => call.state === 'ringing', '180');
    call.cancel();
    await until(() => call.state === 'ended' && call.detail === '487', '487 to the cancelled INVITE');
}
