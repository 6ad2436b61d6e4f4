namespace IoTC.Emulator;

/// <summary>The final status of a registration; each is told with HTTP 200.</summary>
public enum RegistrationOutcome
{
    /// <summary><c>assigned</c>.</summary>
    Assigned,

    /// <summary><c>disabled</c>: the enrolment is switched off.</summary>
    Disabled,

    /// <summary><c>failed</c>.</summary>
    Failed,
}
