let context: AudioContext | null = null;

/** The page's one AudioContext; suspended until the first key or click (autoplay rules of the browsers). */
export function audioContext(): AudioContext {
    context ??= new AudioContext();
    return context;
}

export async function unlockSound(): Promise<boolean> {
    const sound = audioContext();
    if (sound.state !== 'running') await sound.resume().catch(() => undefined);
    return soundIsUnlocked();
}

export function soundIsUnlocked(): boolean {
    return context?.state === 'running';
}

/** Level of a stream, 0..1 on a scale of -60..0 dB, for meters; asked by the caller once a frame. */
export class LevelMeter {
    private readonly analyser: AnalyserNode;
    private readonly source: MediaStreamAudioSourceNode;
    private readonly samples: Float32Array<ArrayBuffer>;

    constructor(stream: MediaStream) {
        const sound = audioContext();
        this.analyser = sound.createAnalyser();
        this.analyser.fftSize = 1024;
        this.samples = new Float32Array(this.analyser.fftSize);
        this.source = sound.createMediaStreamSource(stream);
        this.source.connect(this.analyser);
    }

    level(): number {
        this.analyser.getFloatTimeDomainData(this.samples);
        let power = 0;
        for (const sample of this.samples) power += sample * sample;
        const decibel = 10 * Math.log10(power / this.samples.length + 1e-12);
        return Math.min(1, Math.max(0, (decibel + 60) / 60));
    }

    close(): void {
        this.source.disconnect();
    }
}

/** Two soft bells a third apart, every 2.5 s, on the loudspeaker chosen for ringing. */
export class Ringer {
    private timer: ReturnType<typeof setInterval> | undefined;
    private readonly element = new Audio();
    private readonly target: MediaStreamAudioDestinationNode;

    constructor() {
        this.target = audioContext().createMediaStreamDestination();
        this.element.srcObject = this.target.stream;
    }

    async start(speaker: string): Promise<void> {
        if (this.timer !== undefined) return;
        this.timer = setInterval(() => this.ring(), 2_500);
        await unlockSound();
        if ('setSinkId' in this.element) await this.element.setSinkId(speaker).catch(() => undefined);
        await this.element.play().catch(() => undefined);
        this.ring();
    }

    stop(): void {
        clearInterval(this.timer);
        this.timer = undefined;
        this.element.pause();
    }

    private ring(): void {
        if (this.timer === undefined) return;
        const start = audioContext().currentTime + 0.02;
        [659.25, 830.61, 987.77].forEach((frequency, index) => this.bell(frequency, start + index * 0.16));
    }

    private bell(frequency_hz: number, at_s: number): void {
        const sound = audioContext();
        const gain = sound.createGain();
        gain.gain.setValueAtTime(0, at_s);
        gain.gain.linearRampToValueAtTime(0.22, at_s + 0.015);
        gain.gain.exponentialRampToValueAtTime(0.001, at_s + 1.1);
        gain.connect(this.target);
        [1, 2.01].forEach((multiple, index) => {
            const tone = sound.createOscillator();
            tone.frequency.value = frequency_hz * multiple;
            const part = sound.createGain();
            part.gain.value = index === 0 ? 1 : 0.25;
            tone.connect(part).connect(gain);
            tone.start(at_s);
            tone.stop(at_s + 1.2);
        });
    }
}
