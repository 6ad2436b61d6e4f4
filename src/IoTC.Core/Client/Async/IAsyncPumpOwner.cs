namespace IoTC;

/// <summary>The client above an <see cref="AsyncPump"/>.</summary>
internal interface IAsyncPumpOwner
{
    /// <summary>Reads the engine's events until there are none. Called under the pump's gate: no handler runs here.</summary>
    void DrainEvents();
}
