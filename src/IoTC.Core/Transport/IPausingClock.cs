namespace IoTC.Transport;

/// <summary>A clock that also does the waiting, so that a simulation's time can pass without any.</summary>
internal interface IPausingClock : IClock
{
    /// <summary>Lets time go by.</summary>
    /// <param name="milliseconds">Above 0.</param>
    void Pause(int milliseconds);
}
