declare module 'asl-validator' {
  /** Checks a definition, which it changes. */
  export default function validate(definition: unknown): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
}
