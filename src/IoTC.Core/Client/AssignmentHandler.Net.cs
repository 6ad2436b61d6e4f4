namespace IoTC;

/// <summary>Handles a new assignment.</summary>
/// <param name="assignment">Hub, Device ID, scope, and what DPS said with them.</param>
public delegate void AssignmentHandler(DeviceAssignment assignment);
