// The parts of a running system and the order in which they go down again. Used by the launcher.

export interface Part {
  readonly name: string;
  readonly logFile?: string;
  /** Resolves when the part ends, wanted or not. Absent for what lives in this very process. */
  readonly exited?: Promise<number>;
  stop(): Promise<unknown>;
}

export interface PartEnd {
  readonly part: Part;
  readonly code: number;
}

export interface Parts {
  /** Takes charge of a part. While everything stops already, it is stopped at once. */
  add(tier: Tier, part: Part): Promise<void>;
  /** Resolves when a part ends that nobody asked to. */
  readonly unexpectedEnd: Promise<PartEnd>;
  /** Stops tier by tier; within a tier all at once. Calling it again waits for the same end. */
  stopAll(): Promise<void>;
}

/** The door first, then those behind it, and what they all stand on last. */
const TIERS = ['door', 'service', 'foundation'] as const;
export type Tier = (typeof TIERS)[number];

export function createParts(): Parts {
  const parts: Record<Tier, Part[]> = { door: [], service: [], foundation: [] };
  let stopping: Promise<void> | undefined;
  let tellEnd: (end: PartEnd) => void = () => undefined;
  const unexpectedEnd = new Promise<PartEnd>((resolve) => (tellEnd = resolve));

  async function stopTiers(): Promise<void> {
    for (const tier of TIERS) {
      await Promise.allSettled(parts[tier].map((part) => part.stop()));
    }
  }

  return {
    unexpectedEnd,
    async add(tier, part) {
      parts[tier].push(part);
      void part.exited?.then((code) => {
        if (stopping === undefined) tellEnd({ part, code });
      });
      if (stopping !== undefined) await part.stop();
    },
    stopAll: () => (stopping ??= stopTiers()),
  };
}
